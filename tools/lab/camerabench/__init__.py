"""What decoding a camera's stream costs, with Pipit and without it."""
