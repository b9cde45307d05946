package postgres

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// owner is the unprivileged user that runs the server when the program is root:
// PostgreSQL refuses to run as root, because whoever breaks into it would be.
type owner struct {
	name     string
	uid, gid uint32
}

// chooseOwner gives the user who owns the data already, otherwise the first of
// the users every system has; nil when this program is not root.
func chooseOwner(data string) (*owner, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	if info, err := os.Stat(data); err == nil {
		stat := info.Sys().(*syscall.Stat_t)
		return &owner{name: "the data's owner", uid: stat.Uid, gid: stat.Gid}, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		if found, err := user.Lookup(name); err == nil {
			return newOwner(found)
		}
	}
	return nil, fmt.Errorf("PostgreSQL refuses to run as root, and there is no user postgres or nobody: run as an ordinary user or set CONVENE_DATABASE_URL")
}

func newOwner(u *user.User) (*owner, error) {
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	return &owner{name: u.Username, uid: uint32(uid), gid: uint32(gid)}, nil
}

// give hands a file or folder to the owner.
func (o *owner) give(path string) error {
	if o == nil {
		return nil
	}
	return os.Lchown(path, int(o.uid), int(o.gid))
}

// blocked gives the first folder on the way to a path, the path itself
// included, that the owner may not enter; "" when the way is open. Folders that
// do not exist yet are ours to make and do not count.
func (o *owner) blocked(path string) string {
	if o == nil {
		return ""
	}
	closed := ""
	for ; ; path = filepath.Dir(path) {
		if info, err := os.Stat(path); err == nil && !o.mayEnter(info) {
			closed = path
		}
		if path == filepath.Dir(path) {
			return closed
		}
	}
}

func (o *owner) mayEnter(info os.FileInfo) bool {
	stat, mode := info.Sys().(*syscall.Stat_t), info.Mode().Perm()
	switch {
	case stat.Uid == o.uid:
		return mode&0o100 != 0
	case stat.Gid == o.gid:
		return mode&0o010 != 0
	}
	return mode&0o001 != 0
}

// command prepares a program to run as the owner in a folder. Its environment is
// empty but for what it needs: PGDATA and its like would lead it astray, and our
// secrets are none of its business.
func (o *owner) command(ctx context.Context, folder, program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = folder
	cmd.Env = []string{"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C", "TZ=UTC"}
	cmd.SysProcAttr = &syscall.SysProcAttr{}
	if o != nil {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: o.uid, Gid: o.gid}
	}
	return cmd
}
