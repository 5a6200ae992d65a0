SELECT DISTINCT scope FROM staged_{name} WHERE step = 'put' ORDER BY scope
