-- Every statement about a business, the newest first.
SELECT id, scope, statement, method, checked_on, valid_until, checked_by, withdrawn_on, withdrawn_why
  FROM parties_verification
 WHERE business_id = %(business_id)s
 ORDER BY checked_on DESC, id DESC
