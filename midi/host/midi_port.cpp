#include "midi/host/midi_port.hpp"

#include <RtMidi.h>

#include <algorithm>
#include <cctype>
#include <iostream>
#include <optional>
#include <span>
#include <utility>

namespace crura::midi {

namespace {

const std::string kOutName = "Crura"; // of our own port, and of us
const std::string kInName = "Crura control";

// RtMidi's constructors write what they did not find to std::cerr before they can be told not to.
class QuietErrors {
public:
    QuietErrors() : before_(std::cerr.rdbuf(nullptr)) {}
    ~QuietErrors() { std::cerr.rdbuf(before_); }
    QuietErrors(const QuietErrors&) = delete;
    QuietErrors& operator=(const QuietErrors&) = delete;

private:
    std::streambuf* before_;
};

RtMidi::Api library_api(Api api)
{
    if (api == Api::jack)
        return RtMidi::UNIX_JACK;
    std::vector<RtMidi::Api> compiled;
    RtMidi::getCompiledApi(compiled);
    const auto fits = [](auto each) {
        return each != RtMidi::UNIX_JACK && each != RtMidi::RTMIDI_DUMMY;
    };
    const auto found = std::find_if(compiled.begin(), compiled.end(), fits);
    return found == compiled.end() ? RtMidi::UNSPECIFIED : *found;
}

std::string lower(std::string text)
{
    for (char& letter : text)
        letter = char(std::tolower(static_cast<unsigned char>(letter)));
    return text;
}

std::vector<std::string> port_names(RtMidi& midi)
{
    std::vector<std::string> names(midi.getPortCount());
    for (unsigned index = 0; index < names.size(); ++index)
        names[index] = midi.getPortName(index);
    return names;
}

// The one that is called so, else the first that has this in its name.
std::optional<unsigned> choose_port(const std::vector<std::string>& names,
                                    const std::string& wanted)
{
    auto found = std::find(names.begin(), names.end(), wanted);
    if (found == names.end())
        found = std::find_if(names.begin(), names.end(), [part = lower(wanted)](const auto& name) {
            return lower(name).find(part) != std::string::npos;
        });
    if (found == names.end())
        return std::nullopt;
    return unsigned(found - names.begin());
}

Error no_port(const std::string& wanted, const std::vector<std::string>& names)
{
    std::string all;
    for (const auto& name : names)
        all += (all.empty() ? "" : ", ") + name;
    return {"No MIDI port is called \"" + wanted + "\"; the session runs without MIDI. There "
            + (all.empty() ? "is none" : "is: " + all) + "."};
}

// What the library says of it is for programmers, and names what a person never chose.
Error no_midi()
{
    return {"MIDI cannot be used (this computer's MIDI system does not answer); the session runs "
            "without MIDI. It needs the system's own MIDI (its module snd-seq) or a JACK server."};
}

// A client with one port, in one of the two directions.
template <class Midi>
struct Client {
    static void note_error(RtMidiError::Type type, const std::string&, void* user)
    {
        if (type != RtMidiError::WARNING && type != RtMidiError::DEBUG_WARNING)
            static_cast<Client*>(user)->failed = true;
    }

    // Empty when it went well.
    std::optional<Error> open(Api api, const std::string& own_name, const std::string& wanted)
    {
        try {
            const QuietErrors quiet;
            midi = std::make_unique<Midi>(library_api(api), own_name);
        } catch (const RtMidiError&) {
            return no_midi();
        }
        midi->setErrorCallback(&note_error, this);
        name = own_name;
        ours = wanted.empty();
        if (ours) {
            midi->openVirtualPort(own_name);
        } else {
            const auto names = port_names(*midi);
            const auto index = choose_port(names, wanted);
            if (!index)
                return no_port(wanted, names);
            name = names[*index];
            midi->openPort(*index, own_name);
        }
        return failed ? std::optional(no_midi()) : std::nullopt;
    }

    bool there() const
    {
        if (ours)
            return true;
        const auto names = port_names(*midi);
        return std::find(names.begin(), names.end(), name) != names.end();
    }

    std::unique_ptr<Midi> midi;
    std::string name;
    bool ours = false;
    bool failed = false;
};

template <class Midi>
std::vector<std::string> names_of(Api api, const std::string& own_name)
{
    const QuietErrors quiet;
    try {
        Midi midi(library_api(api), own_name);
        return port_names(midi);
    } catch (const RtMidiError&) {
        return {};
    }
}

} // namespace

struct OutPort::Library : Client<RtMidiOut> {};

struct InPort::Library : Client<RtMidiIn> {
    static void hear(double, std::vector<unsigned char>* bytes, void* user)
    {
        static_cast<Library*>(user)->heard(Message(std::span<const std::uint8_t>(*bytes)));
    }

    Heard heard;
};

std::vector<std::string> receivers(Api api)
{
    return names_of<RtMidiOut>(api, kOutName);
}

std::vector<std::string> senders(Api api)
{
    return names_of<RtMidiIn>(api, kInName);
}

Result<std::unique_ptr<OutPort>> OutPort::open(Api api, const std::string& wanted)
{
    auto library = std::make_unique<Library>();
    if (const auto failed = library->open(api, kOutName, wanted))
        return *failed;
    return std::unique_ptr<OutPort>(new OutPort(std::move(library)));
}

OutPort::OutPort(std::unique_ptr<Library> library) : library_(std::move(library)) {}
OutPort::~OutPort() = default;

bool OutPort::send(const Message& message)
{
    library_->midi->sendMessage(message.begin(), message.size());
    return !library_->failed;
}

bool OutPort::there() const
{
    return library_->there();
}

const std::string& OutPort::name() const
{
    return library_->name;
}

Result<std::unique_ptr<InPort>> InPort::open(Api api, const std::string& wanted, Heard heard)
{
    auto library = std::make_unique<Library>();
    library->heard = std::move(heard);
    if (const auto failed = library->open(api, kInName, wanted))
        return *failed;
    library->midi->setCallback(&Library::hear, library.get());
    return std::unique_ptr<InPort>(new InPort(std::move(library)));
}

InPort::InPort(std::unique_ptr<Library> library) : library_(std::move(library)) {}
InPort::~InPort() = default;

bool InPort::there() const
{
    return library_->there();
}

const std::string& InPort::name() const
{
    return library_->name;
}

} // namespace crura::midi
