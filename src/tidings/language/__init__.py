"""Article to Analysis: sentences, words, syntax, names. The only room that may import the NLP library."""
