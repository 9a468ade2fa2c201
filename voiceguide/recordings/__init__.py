"""Recordings of the user's own voice, played instead of engine speech wherever they exist.

It knows nothing of terminals, microphones or players. `store` keeps recordings by their words. `linked` handles files
that a script names. `recorded` finds the recording of an utterance. `kit` and `lines` list the lines to record. `take`
and `recording_session` record them.
"""
