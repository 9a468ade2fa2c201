"""The studio makes sessions in one place: from a script to plans, timelines and files. It knows nothing of click,
printing, terminals or players.

`studio` is the class that every caller uses. `reading` and `one_call` are the functions of the public API. `narration`
speaks and measures, `rendering` lays sounds on a timeline, `exporting` writes files. `routine_cache` and `frame_cache`
store routines and encoded sounds.
"""
