"""From a script to plans and timelines of its session, in one place. It knows nothing of click or printing."""
