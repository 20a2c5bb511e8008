-- A search reads the words of those in reach, however many others begin alike.
create index patient_token_by_facts on patient_token (practice_id, facts_id, token, sort_key, patient_id);
