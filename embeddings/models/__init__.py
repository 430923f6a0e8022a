"""Encoders: their protocol, their export to ONNX, and what runs it."""
