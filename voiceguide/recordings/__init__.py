"""Recordings of one's own voice: what is recorded is heard, what is not is spoken by an engine.

`store` keeps them by the words they say, `linked` are files that a script names, `recorded` finds what there is for an
utterance, `kit` and `lines` tell what there is to record, `take` and `sitting` record it.
"""
