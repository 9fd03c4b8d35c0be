// crura-outlet with nothing but MIDI in it.
#include "midi/midi_outlet.hpp"
#include "outlet/lifeline_linux.hpp"

int main(int count, char** arguments)
{
    crura::outlet::begin_outlet();
    return crura::midi::outlet_main({arguments + 2, arguments + count}); // behind the role
}
