//go:build !linux

package main

import "syscall"

// dieWithParent has no counterpart here: children outlive this process if it is ended by SIGKILL.
func dieWithParent() *syscall.SysProcAttr {
	return nil
}
