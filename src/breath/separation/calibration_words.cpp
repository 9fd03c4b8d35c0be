#include "breath/separation/calibration_words.hpp"

namespace crura::breath {

std::string_view words(Manoeuvre manoeuvre)
{
    switch (manoeuvre) {
    case Manoeuvre::natural:
        return "Let the breath come and go as it likes. There is nothing to do.";
    case Manoeuvre::belly:
        return "Let the breath go to the belly and allow the chest to rest, each one about as "
               "large as it was before.";
    case Manoeuvre::chest:
        return "Now let the breath go to the chest and allow the belly to rest, each one about as "
               "large as it was before.";
    case Manoeuvre::isovolume:
        return "After a usual breath out, if you like, let the belly sink in and float out again "
               "a few times without air. Breathe whenever you want to.";
    }
    return {};
}

std::string_view words(BreathVerdict verdict)
{
    switch (verdict) {
    case BreathVerdict::none:
        return "Listening.";
    case BreathVerdict::counted:
        return "Heard.";
    case BreathVerdict::between:
        return "That one was on the way; the next will do.";
    case BreathVerdict::faint:
        return "That one was hard to hear; lying quietly makes it easier.";
    case BreathVerdict::one_band:
        return "Only one of the two sensors was heard.";
    case BreathVerdict::unlike:
        return "That one was of another size than the others. All are welcome; a usual one tells "
               "more.";
    case BreathVerdict::chest_moved:
        return "The chest came along. Perhaps a hand on the belly helps to notice it.";
    case BreathVerdict::belly_moved:
        return "The belly came along. Perhaps a hand on the chest helps to notice it.";
    }
    return {};
}

std::string_view words(CalibrationOutcome outcome)
{
    switch (outcome) {
    case CalibrationOutcome::none:
        return "Chest and belly have not been told apart yet.";
    case CalibrationOutcome::under_way:
        return "Listening to chest and belly.";
    case CalibrationOutcome::separated:
        return "Chest and belly can be told apart in this position.";
    case CalibrationOutcome::too_few:
        return "There were too few breaths to tell chest and belly apart. The belly share is a "
               "trend only.";
    case CalibrationOutcome::alike:
        return "Chest and belly moved together all the time, so they cannot be told apart. The "
               "belly share is a trend only.";
    case CalibrationOutcome::wrong_way:
        return "A sensor moved against the breath, so chest and belly cannot be told apart. A "
               "look at how it sits may help.";
    case CalibrationOutcome::uncertain:
        return "The breaths differed too much to be sure. The belly share is a trend only.";
    case CalibrationOutcome::unclear:
        return "Chest and belly did not move against each other while the breath rested. The belly "
               "share is a trend only.";
    case CalibrationOutcome::moved:
        return "The position changed on the way. It can be begun again here.";
    }
    return {};
}

} // namespace crura::breath
