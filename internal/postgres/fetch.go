package postgres

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	embedded "github.com/fergusstrange/embedded-postgres"
)

// fetched are the versions that can be fetched, the one we like best first.
var fetched = []embedded.PostgresVersion{embedded.V17, embedded.V16, embedded.V15}

// fetchBinaries downloads a server and gives it; the second time it finds it
// where it was put. major 0 takes the newest.
func fetchBinaries(major int, log io.Writer) (binaries, error) {
	version, err := fetchable(major)
	if err != nil {
		return binaries{}, err
	}
	store, err := fetchStore()
	if err != nil {
		return binaries{}, err
	}
	folder := filepath.Join(store, "postgresql-"+string(version))
	if found := inspect(filepath.Join(folder, "bin")); found != nil {
		return found[0], nil
	}
	fmt.Fprintf(log, "There is no PostgreSQL on this machine; fetching version %s into %s.\n", version, store)
	if err := fetch(store, folder, version); err != nil {
		return binaries{}, err
	}
	return inspect(filepath.Join(folder, "bin"))[0], nil
}

// fetch downloads into a folder beside the final one, which is renamed when
// whole: a fetch cut short must not look like a server.
func fetch(store, folder string, version embedded.PostgresVersion) error {
	scratch, err := os.MkdirTemp(store, "fetch-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(scratch) }() // a leftover there harms nobody
	fresh := filepath.Join(scratch, "server")
	outcome := fetchInto(fresh, scratch, version)
	if inspect(filepath.Join(fresh, "bin")) == nil {
		return outcome
	}
	err = os.Rename(fresh, folder)
	if inspect(filepath.Join(folder, "bin")) != nil {
		return nil // ours, or that of another program which was faster
	}
	return err
}

// fetchInto uses a library that has no call which only fetches: it would also
// make a data folder and start a server on a TCP port, which we do not want and
// root may not. It is handed a data folder that looks initialised and holds
// nothing, so that it fetches, unpacks and then gives up with an error; whether
// the fetching worked shows in the folder.
func fetchInto(folder, scratch string, version embedded.PostgresVersion) error {
	data := filepath.Join(scratch, "data")
	if err := os.Mkdir(data, 0o700); err != nil {
		return err
	}
	major, _, _ := strings.Cut(string(version), ".")
	if err := os.WriteFile(filepath.Join(data, "PG_VERSION"), []byte(major+"\n"), 0o600); err != nil {
		return err
	}
	return embedded.NewDatabase(embedded.DefaultConfig().
		Version(version).Port(0).
		CachePath(filepath.Join(scratch, "archive")).
		RuntimePath(filepath.Join(scratch, "run")).
		DataPath(data).BinariesPath(folder).
		Logger(io.Discard)).Start()
}

// fetchStore gives the folder where fetched servers are kept, made when missing.
// Root's must be open to the user that runs the server.
func fetchStore() (string, error) {
	store := shelter
	if os.Geteuid() != 0 {
		cache, err := os.UserCacheDir()
		if err != nil {
			return "", err
		}
		store = filepath.Join(cache, "convene")
	}
	return store, os.MkdirAll(store, 0o755)
}

func fetchable(major int) (embedded.PostgresVersion, error) {
	for _, version := range fetched {
		if major == 0 || strings.HasPrefix(string(version), fmt.Sprintf("%d.", major)) {
			return version, nil
		}
	}
	return "", errors.New("that version cannot be fetched")
}
