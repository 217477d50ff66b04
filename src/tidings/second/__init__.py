"""A second reader: a language model behind any OpenAI-compatible endpoint, asked only when somebody asks for it.

It reads, without seeing what the coder found, the sentences that the coder is unsure of. What it answers is believed
only where its words are in the text, and kept apart under the model's own name.
"""
