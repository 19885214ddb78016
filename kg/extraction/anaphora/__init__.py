"""What refers back, and to what."""
