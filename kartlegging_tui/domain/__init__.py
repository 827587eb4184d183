"""What the words of the field mean: forms, answers, rules, people, pathways. Pure values and rules."""
