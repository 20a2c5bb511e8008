-- A search reads the words that begin like it in one index; the index of words by facts is no longer read.
drop index patient_token_by_facts;
