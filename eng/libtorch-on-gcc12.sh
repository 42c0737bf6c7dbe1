#!/usr/bin/env bash
# Makes TorchSharp's native library load on a Linux whose libstdc++ is of GCC 12, such as Debian 12. Of all that GCC 13 brought,
# libLibTorchSharp.so asks for one version, GLIBCXX_3.4.32, for one symbol, std::ios_base_library_init, which <iostream> names and nothing calls
# or points to. So the requirement is marked weak, in the copy in the folder alone; the loader then warns of nothing and looks for nothing.
#   eng/libtorch-on-gcc12.sh FOLDER     a build's output, or a published program; again after each build that copies the library anew
# Needs gcc. For tests and development: an application is better served by a host with GCC 13's libstdc++, for which this changes nothing.
set -euo pipefail
library=$(find "${1:?which folder?}" -name libLibTorchSharp.so -print -quit)
[ -n "$library" ] || { echo "There is no libLibTorchSharp.so in $1; build it for Linux first." >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/weaken.c" <<'C'
#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* weaken IN OUT: copies a library, with its requirement of GLIBCXX_3.4.32 marked weak. */
int main(int count, char **names)
{
    if (count != 3) return 2;
    FILE *file = fopen(names[1], "rb");
    if (!file || fseek(file, 0, SEEK_END)) return 3;
    long size = ftell(file);
    unsigned char *bytes = malloc(size);
    rewind(file);
    if (size < (long)sizeof(Elf64_Ehdr) || !bytes || fread(bytes, 1, size, file) != (size_t)size) return 3;
    fclose(file);

    Elf64_Ehdr *head = (Elf64_Ehdr *)bytes;
    if (memcmp(head->e_ident, ELFMAG, SELFMAG) || head->e_ident[EI_CLASS] != ELFCLASS64) return 4;
    Elf64_Shdr *sections = (Elf64_Shdr *)(bytes + head->e_shoff);
    int found = 0;
    for (int s = 0; s < head->e_shnum; s++)
    {
        if (sections[s].sh_type != SHT_GNU_verneed) continue;
        const char *texts = (const char *)bytes + sections[sections[s].sh_link].sh_offset;
        unsigned char *at = bytes + sections[s].sh_offset;
        for (unsigned n = 0; n < sections[s].sh_info; n++)
        {
            Elf64_Verneed *need = (Elf64_Verneed *)at;
            unsigned char *version = at + need->vn_aux;
            for (int v = 0; v < need->vn_cnt; v++)
            {
                Elf64_Vernaux *wanted = (Elf64_Vernaux *)version;
                if (!strcmp(texts + wanted->vna_name, "GLIBCXX_3.4.32")) wanted->vna_flags |= VER_FLG_WEAK, found++;
                version += wanted->vna_next;
            }
            at += need->vn_next;
        }
    }
    if (!found) return 5;
    file = fopen(names[2], "wb");
    return file && fwrite(bytes, 1, size, file) == (size_t)size && !fclose(file) ? 0 : 6;
}
C
gcc -O1 -o "$work/weaken" "$work/weaken.c"
folder=$(cd "$(dirname "$library")" && pwd)

# Beside the library and then in its place: the old one may be a link to the package's own, which stays as it is.
"$work/weaken" "$library" "$folder/weakened.so"
chmod --reference="$library" "$folder/weakened.so"
touch --reference="$library" "$folder/weakened.so" # so that the next build doesn't copy the package's again
mv -f "$folder/weakened.so" "$folder/libLibTorchSharp.so"
