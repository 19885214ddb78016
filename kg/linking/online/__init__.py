"""Candidates and facts from services in the network: only when asked for, politely, and each reply kept on disk."""
