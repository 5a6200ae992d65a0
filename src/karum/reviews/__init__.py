"""Reviews of what was bought: stars, words, photos, one reply; nobody but the hub hides one, and says why."""
