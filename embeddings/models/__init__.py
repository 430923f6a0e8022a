"""Encoders: their protocol, their export, and what runs them."""
