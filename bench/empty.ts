// What starting the runtime costs: the least that any script takes.
