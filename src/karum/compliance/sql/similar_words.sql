-- The words of the index that share a key with those of a name; the empty word counts all names.
SELECT word, on_names FROM compliance_indexword WHERE keys && %(keys)s::text[] OR word = ''
