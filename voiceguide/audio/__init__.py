"""Samples, and sounds laid on time. It knows nothing of speech engines, files of sessions or loudspeakers."""
