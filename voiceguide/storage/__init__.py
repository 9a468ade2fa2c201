"""Writes files and folders completely or not at all, and finds the folder for saved state.

It knows nothing of sound, scripts or sessions.
"""
