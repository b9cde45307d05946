# Keeps one PostgreSQL server running for exactly as long as some program wants
# it. Programs hold the pipe `alive` open for writing; each line they write is a
# name, and the answer to it is a file that says whether the server runs. When
# the last of them is gone, however it died, reading ends and the server is
# stopped. The pipe's reading end is file 3; it stays open until the server has
# stopped, so that a program which finds no reader knows that there is no server.
#
# Run in the cluster's folder, as the server's user. $1: folder of the server's programs. $2: "remove"
# deletes the folder at the end.

server=$1
end=$2
data=$PWD/data

# Ctrl-C and a service manager's TERM reach the programs; they decide.
trap '' HUP INT TERM

# The server must not inherit the pipe, or it would look like a guard.
control() { "$server/pg_ctl" -D "$data" -w -t 60 "$@" 3<&- >>guard.log 2>&1; }

# The server refuses to start while children of one that was killed are still
# leaving: hence more than one try.
start() {
	for pause in 1 2 3 0; do
		control -l server.log start && return 0
		sleep $pause
	done
	return 1
}

rm -f answer.* # left by programs that died while they waited
while read -r name <&3; do
	control status || start
	echo $? >"answer.$name.new"
	mv "answer.$name.new" "answer.$name"
done

# A killed server leaves its process id behind, and that may be another process
# by now. The server works in the data's folder.
ours() {
	pid=$(head -n 1 "$data/postmaster.pid" 2>/dev/null) || return 1
	[ ! -d /proc/self ] || [ "$(readlink "/proc/$pid/cwd")" = "$data" ]
}

if ours; then
	control -m fast stop || control -m immediate stop
fi

if [ "$end" = remove ]; then
	folder=$PWD
	cd / && rm -rf "$folder"
fi
