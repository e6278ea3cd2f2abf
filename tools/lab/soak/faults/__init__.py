"""Kinds of fault. Each is made in turns: act() does one thing and undoes it; restore() leaves all well."""
