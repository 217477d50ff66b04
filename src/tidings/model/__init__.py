"""The nouns: article, actor, event mention, statement, figure, date, place. Imports nothing of ours."""
