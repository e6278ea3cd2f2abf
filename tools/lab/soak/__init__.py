"""Soak and chaos: Pipit for minutes or hours under faults of every kind, and what must be true all the while."""
