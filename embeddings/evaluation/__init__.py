"""How good the answers are: hit@k, MRR, refusals; two runs compared."""
