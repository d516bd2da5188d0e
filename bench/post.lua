-- wrk posts the envelopes of a file: post.lua -- FILE PATH THREADS once|again HEADER VALUE …
-- The file holds envelopes, each after its length in 4 bytes, big-endian. Of n threads, each takes every n-th
-- envelope. One that has none left begins again or, with "once", stops and says so.

local threads = {}

function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

function init(args)
  created, others, ran_out = 0, 0, 0
  local path = args[2]
  local count = tonumber(args[3])
  once = args[4] == "once"
  local headers = {}
  for i = 5, #args, 2 do
    headers[args[i]] = args[i + 1]
  end
  requests, at = {}, 0
  local file = assert(io.open(args[1], "rb"))
  local turn = 0
  while true do
    local length = file:read(4)
    if not length then break end
    local a, b, c, d = length:byte(1, 4)
    local body = file:read(((a * 256 + b) * 256 + c) * 256 + d)
    if turn % count == number then
      table.insert(requests, wrk.format("POST", path, headers, body))
    end
    turn = turn + 1
  end
  file:close()
end

function request()
  at = at + 1
  if at > #requests then
    at = 1
    if once then
      ran_out = 1
      wrk.thread:stop()
    end
  end
  return requests[at]
end

function response(status)
  if status == 201 then
    created = created + 1
  else
    others = others + 1
  end
end

function done(summary)
  local total = { created = 0, others = 0, ran_out = 0 }
  for _, thread in ipairs(threads) do
    for name in pairs(total) do
      total[name] = total[name] + thread:get(name)
    end
  end
  local errors = summary.errors
  io.write(string.format('{"created": %d, "others": %d, "ran_out": %d, "broken": %d, "microseconds": %d}\n',
    total.created, total.others, total.ran_out,
    errors.connect + errors.read + errors.write + errors.timeout, summary.duration))
end
