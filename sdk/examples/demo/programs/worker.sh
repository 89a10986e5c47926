# A worker that takes a job every few seconds.
job=0
while true; do
  job=$((job + 1))
  echo "worker $1 takes job $job"
  sleep $((3 + $1))
done
