package postgres

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// binaries is a folder with the server's programs (initdb, pg_ctl, postgres)
// and their major version.
type binaries struct {
	folder string
	major  int
}

// path gives the full path of one of the programs.
func (b binaries) path(program string) string { return filepath.Join(b.folder, program) }

// places lists where distributions keep the server's programs beside the PATH.
var places = []string{
	"/usr/lib/postgresql/*/bin",          // Debian, Ubuntu
	"/usr/pgsql-*/bin",                   // Red Hat, Fedora (PGDG)
	"/usr/libexec/postgresql*",           // Alpine
	"/opt/homebrew/opt/postgresql@*/bin", // Homebrew, Apple silicon
	"/usr/local/opt/postgresql@*/bin",    // Homebrew, Intel
	"/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin",
}

// findBinaries looks for a server on this machine: the one in the PATH first,
// then the newest of the usual places. Data of a cluster can only be read by the
// major version that wrote it: with major > 0 only that one will do.
func findBinaries(major int) (binaries, bool) {
	for _, found := range installed() {
		if found.major == major || (major == 0 && found.major >= oldest) {
			return found, true
		}
	}
	return binaries{}, false
}

func installed() []binaries {
	var first []binaries
	if program, err := exec.LookPath("pg_ctl"); err == nil {
		if real, err := filepath.EvalSymlinks(program); err == nil {
			first = inspect(filepath.Dir(real))
		}
	}
	var others []binaries
	for _, place := range places {
		folders, _ := filepath.Glob(place) // the only error is a bad pattern
		for _, folder := range folders {
			others = append(others, inspect(folder)...)
		}
	}
	slices.SortStableFunc(others, func(a, b binaries) int { return cmp.Compare(b.major, a.major) })
	return append(first, others...)
}

// inspect gives the server in a folder, if it holds all three programs.
func inspect(folder string) []binaries {
	found := binaries{folder: folder}
	for _, program := range []string{"initdb", "pg_ctl", "postgres"} {
		if info, err := os.Stat(found.path(program)); err != nil || info.IsDir() {
			return nil
		}
	}
	said, err := exec.Command(found.path("postgres"), "--version").Output()
	if err != nil {
		return nil
	}
	found.major = majorOf(string(said))
	return []binaries{found}
}

// majorOf reads "postgres (PostgreSQL) 15.18 (Debian …)" or "17beta2"; 0 when it
// is something else.
func majorOf(said string) int {
	_, version, _ := strings.Cut(said, "(PostgreSQL) ")
	digits := strings.IndexFunc(version+" ", func(r rune) bool { return r < '0' || r > '9' })
	major, err := strconv.Atoi(version[:digits])
	if err != nil {
		return 0
	}
	return major
}

// noServer says what to do when this machine has no server.
func noServer(major int, fetching error) error {
	wanted := fmt.Sprintf("PostgreSQL %d or newer", oldest)
	if major > 0 {
		wanted = fmt.Sprintf("PostgreSQL %d, which wrote the data kept here,", major)
	}
	return fmt.Errorf("%s is not on this machine and could not be fetched (%w): install it with `%s` or set CONVENE_DATABASE_URL",
		wanted, fetching, installCommand(major))
}

// installCommand names the command of this machine's package manager.
func installCommand(major int) string {
	debian, brew := "postgresql", "postgresql@17"
	if major > 0 {
		debian, brew = fmt.Sprintf("postgresql-%d", major), fmt.Sprintf("postgresql@%d", major)
	}
	if runtime.GOOS == "darwin" {
		return "brew install " + brew
	}
	for _, manager := range [][2]string{
		{"apt-get", "apt-get install " + debian},
		{"dnf", "dnf install postgresql-server"},
		{"apk", "apk add postgresql"},
		{"pacman", "pacman -S postgresql"},
		{"zypper", "zypper install postgresql-server"},
	} {
		if _, err := exec.LookPath(manager[0]); err == nil {
			return manager[1]
		}
	}
	return "apt-get install " + debian
}
