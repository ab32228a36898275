/*
 * What a disk can do to the portal, preloaded into its process by the tests (LD_PRELOAD). It looks only at files below
 * HRP_DISK_FOLDER, and there not at SQLite's shared memory and not at lock files, which no disk keeps.
 *
 *   HRP_DISK_JOURNAL  a file to which every change and every sync is appended, in the order in which they happened. The test
 *                     makes of it what a power cut would have left: what was synced, and of the rest whatever chance keeps.
 *   HRP_DISK_FAULT    a file of one page, shared with the test, which arms a fault in it: the n-th write, read, sync or
 *                     opening for writing fails with an error of the test's choice, once or from then on.
 *
 * Nothing is held back: reads see what was written, as they do with the system's own page cache.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OP_OPEN = 1, OP_CREATE, OP_WRITE, OP_TRUNCATE, OP_SYNC_BEGIN, OP_SYNC_END, OP_UNLINK, OP_RENAME };
enum { FAULT_NONE, FAULT_WRITE, FAULT_READ, FAULT_SYNC, FAULT_OPEN };

/* A record of the journal: this head, then length bytes. Read by Kill/DiskJournal.cs. */
struct head {
    uint32_t op, file;
    uint64_t at; /* offset of a write, new length, or number of a sync */
    uint32_t length, reserved;
};

/* Written by Kill/DiskFault.cs. */
struct fault {
    _Atomic int32_t what;
    int32_t error, lasting, partly;
    _Atomic int64_t countdown;
    _Atomic int64_t fired;
};

enum { MOST_FILES = 32768, MOST_HANDLES = 65536, MOST_PATH = 4096 }; /* every spill file has a name of its own */

static char *paths[MOST_FILES];
static _Atomic uint16_t files[MOST_HANDLES]; /* by handle: the file's number, 0 when it is none of ours */
static char folder[MOST_PATH];
static int journal = -1;
static struct fault *fault;
static _Atomic uint64_t syncs;
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

/* The C library's own, looked up once each. */
#define REAL(name) ({ static void *known; if (known == NULL) known = dlsym(RTLD_NEXT, #name); (__typeof__(&name))known; })

__attribute__((constructor)) static void begin(void)
{
    const char *place = getenv("HRP_DISK_FOLDER"), *log = getenv("HRP_DISK_JOURNAL"), *control = getenv("HRP_DISK_FAULT");
    if (place == NULL || strlen(place) + 2 > sizeof folder) return;
    strcpy(folder, place);
    if (log != NULL) journal = REAL(open64)(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (control == NULL) return;
    int handle = REAL(open64)(control, O_RDWR | O_CLOEXEC);
    void *page = handle < 0 ? MAP_FAILED : mmap(NULL, sizeof *fault, PROT_READ | PROT_WRITE, MAP_SHARED, handle, 0);
    if (page != MAP_FAILED) fault = page;
    if (handle >= 0) REAL(close)(handle);
}

static int ends_with(const char *path, const char *end)
{
    size_t have = strlen(path), want = strlen(end);
    return have >= want && strcmp(path + have - want, end) == 0;
}

static int is_ours(const char *path)
{
    return folder[0] != 0 && path != NULL && strncmp(path, folder, strlen(folder)) == 0 && !ends_with(path, "-shm") && !ends_with(path, ".lock");
}

/* Within one_at_a_time. */
static uint16_t number_of(const char *path)
{
    for (int i = 1; i < MOST_FILES; i++) {
        if (paths[i] == NULL && (paths[i] = strdup(path)) == NULL) abort();
        if (strcmp(paths[i], path) == 0) return (uint16_t)i;
    }
    abort(); /* more files than a test has */
}

/* Within one_at_a_time. A journal with a hole would prove nothing: without room for it the process ends. */
static void note(uint32_t op, uint32_t file, uint64_t at, const void *bytes, size_t length)
{
    if (journal < 0) return;
    struct head head = { op, file, at, (uint32_t)length, 0 };
    struct iovec parts[2] = { { &head, sizeof head }, { (void *)bytes, length } };
    if (REAL(writev)(journal, parts, length > 0 ? 2 : 1) != (ssize_t)(sizeof head + length)) abort();
}

static uint16_t file_of(int handle) { return handle >= 0 && handle < MOST_HANDLES ? atomic_load(&files[handle]) : 0; }

static int fails(int what)
{
    if (fault == NULL || atomic_load(&fault->what) != what) return 0;
    int64_t left = atomic_fetch_sub(&fault->countdown, 1);
    if (left > 1 || (left < 1 && !fault->lasting)) return 0;
    atomic_fetch_add(&fault->fired, 1);
    errno = fault->error;
    return 1;
}

static int open_it(int (*open_really)(const char *, int, ...), const char *path, int flags, mode_t mode)
{
    int ours = is_ours(path);
    if (ours && (flags & O_ACCMODE) != O_RDONLY && fails(FAULT_OPEN)) return -1;
    if (!ours) return open_really(path, flags, mode);
    pthread_mutex_lock(&one_at_a_time);
    struct stat before;
    int is_new = (flags & O_CREAT) != 0 && stat(path, &before) != 0;
    int handle = open_really(path, flags, mode), error = errno;
    if (handle >= 0 && handle < MOST_HANDLES) {
        uint16_t file = number_of(path);
        note(is_new ? OP_CREATE : OP_OPEN, file, 0, path, strlen(path));
        if ((flags & O_TRUNC) != 0) note(OP_TRUNCATE, file, 0, NULL, 0);
        atomic_store(&files[handle], file);
    }
    pthread_mutex_unlock(&one_at_a_time);
    errno = error;
    return handle;
}

#define OPEN(name)                                                    \
    int name(const char *path, int flags, ...)                        \
    {                                                                 \
        va_list rest;                                                 \
        va_start(rest, flags);                                        \
        mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(rest, mode_t) : 0; \
        va_end(rest);                                                 \
        return open_it(REAL(name), path, flags, mode);                \
    }
OPEN(open)
OPEN(open64)

int close(int handle)
{
    if (file_of(handle) != 0) atomic_store(&files[handle], 0);
    return REAL(close)(handle);
}

/* The change is noted before it is made: what is in the journal and not synced may be on the disk or not. */
#define CHANGE(file, op, at, bytes, length, call)             \
    pthread_mutex_lock(&one_at_a_time);                       \
    note(op, file, (uint64_t)(at), bytes, length);            \
    __auto_type result = call;                                \
    int error = errno;                                        \
    pthread_mutex_unlock(&one_at_a_time);                     \
    errno = error;                                            \
    return result

/* A disk that is full may still take the first half. */
#define FULL_AFTER_HALF(length) if (fails(FAULT_WRITE)) { if (!fault->partly || (length) < 2) return -1; (length) /= 2; }

#define PWRITE(name, offset_type)                                                 \
    ssize_t name(int handle, const void *bytes, size_t length, offset_type at)    \
    {                                                                             \
        uint16_t file = file_of(handle);                                          \
        if (file == 0) return REAL(name)(handle, bytes, length, at);              \
        FULL_AFTER_HALF(length)                                                   \
        CHANGE(file, OP_WRITE, at, bytes, length, REAL(name)(handle, bytes, length, at)); \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t write(int handle, const void *bytes, size_t length)
{
    uint16_t file = file_of(handle);
    if (file == 0) return REAL(write)(handle, bytes, length);
    FULL_AFTER_HALF(length)
    CHANGE(file, OP_WRITE, lseek(handle, 0, SEEK_CUR), bytes, length, REAL(write)(handle, bytes, length));
}

#define TRUNCATE(name, offset_type)                                       \
    int name(int handle, offset_type length)                              \
    {                                                                     \
        uint16_t file = file_of(handle);                                  \
        if (file == 0) return REAL(name)(handle, length);                 \
        if (fails(FAULT_WRITE)) return -1;                                \
        CHANGE(file, OP_TRUNCATE, length, NULL, 0, REAL(name)(handle, length)); \
    }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define PREAD(name, offset_type)                                          \
    ssize_t name(int handle, void *bytes, size_t length, offset_type at)  \
    {                                                                     \
        if (file_of(handle) != 0 && fails(FAULT_READ)) return -1;         \
        return REAL(name)(handle, bytes, length, at);                     \
    }
PREAD(pread, off_t)
PREAD(pread64, off64_t)

ssize_t read(int handle, void *bytes, size_t length)
{
    if (file_of(handle) != 0 && fails(FAULT_READ)) return -1;
    return REAL(read)(handle, bytes, length);
}

/* SQLite syncs the folder after the first commit of each connection, and does not look whether that failed; nobody need: the
   portal has synced the names at its start. A fault there would strike nothing. */
static int is_folder(int handle)
{
    struct stat it;
    return fstat(handle, &it) == 0 && S_ISDIR(it.st_mode);
}

/* What was written before a sync began is safe when it ends; what comes while it runs is not. */
static int sync_it(int (*sync_really)(int), int handle)
{
    uint16_t file = file_of(handle);
    if (file == 0) return sync_really(handle);
    if (!is_folder(handle) && fails(FAULT_SYNC)) return -1;
    uint64_t number = atomic_fetch_add(&syncs, 1);
    pthread_mutex_lock(&one_at_a_time);
    note(OP_SYNC_BEGIN, file, number, NULL, 0);
    pthread_mutex_unlock(&one_at_a_time);
    int result = sync_really(handle), error = errno;
    pthread_mutex_lock(&one_at_a_time);
    if (result == 0) note(OP_SYNC_END, file, number, NULL, 0);
    pthread_mutex_unlock(&one_at_a_time);
    errno = error;
    return result;
}

int fsync(int handle) { return sync_it(REAL(fsync), handle); }
int fdatasync(int handle) { return sync_it(REAL(fdatasync), handle); }

int unlink(const char *path)
{
    if (!is_ours(path)) return REAL(unlink)(path);
    pthread_mutex_lock(&one_at_a_time);
    uint16_t file = number_of(path);
    pthread_mutex_unlock(&one_at_a_time);
    CHANGE(file, OP_UNLINK, 0, path, strlen(path), REAL(unlink)(path));
}

int rename(const char *from, const char *to)
{
    if (!is_ours(from)) return REAL(rename)(from, to);
    pthread_mutex_lock(&one_at_a_time);
    uint16_t file = number_of(from);
    pthread_mutex_unlock(&one_at_a_time);
    CHANGE(file, OP_RENAME, 0, to, strlen(to), REAL(rename)(from, to));
}
