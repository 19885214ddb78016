"""A person's decisions about entities: what is asked, what is answered, and what follows. No screen, no keys."""
