"""Stands in for the small packages that torchvision depends on."""

__nightjar_sample__ = True
