"""Stands in for the small packages that PyTorch depends on."""

__nightjar_sample__ = True
