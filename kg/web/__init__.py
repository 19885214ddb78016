"""Services in the network: what holds of every exchange, how they are treated, what they answered before."""
