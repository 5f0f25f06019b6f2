"""Teaches the recogniser to read: made-up lines, training, export. Not needed to run."""
