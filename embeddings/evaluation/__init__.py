"""How good the answers are: sets of questions, hit@k, MRR, refusals; two runs compared."""
