"""Soak and chaos: Pipit for minutes or hours in trouble of every kind, and what must be true all the while."""
