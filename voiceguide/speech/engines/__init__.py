"""The speech engines, one module each. It knows nothing of the cache. To add one, see `voiceguide.speech.engine`."""
