# Logs the time once a second.
while true; do
  date
  sleep 1
done
