"""Makes, measures and mixes sounds, and places them in time.

It knows nothing of speech engines, export formats or loudspeakers.
"""
