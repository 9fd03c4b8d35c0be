#pragma once

#include <dlfcn.h>

namespace crura::sound {

// A function of a library that PortAudio or RtMidi brought along; null when they did not.
template <class Function>
Function loaded_symbol(const char* name)
{
    return reinterpret_cast<Function>(dlsym(RTLD_DEFAULT, name));
}

} // namespace crura::sound
