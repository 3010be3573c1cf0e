package main

import "syscall"

// dieWithParent makes Linux kill a child when this process ends, even by SIGKILL.
// Of its own process group, a child sees no Ctrl-C: this process ends it, in its own time.
func dieWithParent() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
}
