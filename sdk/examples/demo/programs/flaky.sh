# Works for twelve seconds, then ends with an error.
echo "flaky begins"
sleep 12
echo "flaky: something went wrong" >&2
exit 3
