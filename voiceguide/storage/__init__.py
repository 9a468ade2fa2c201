"""Writes files and folders completely or not at all, and finds the user's folders and settings.

It knows nothing of sound, scripts or sessions.
"""
