from .layers import read as read
